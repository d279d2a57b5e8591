import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../../../src/http/refusal.ts";
import type {
  CaseDetail,
  CaseVerbs,
  SessionVerbs,
  SessionView,
} from "../../../src/http/staff/api.ts";
import { cardOf, refresh } from "./cases.ts";
import type { Office } from "./office-state.ts";
import { letterPage } from "./paper.ts";
import { whoAsks } from "./who-asks.ts";

type OfId = { Params: { id: string } };

export function registerCaseRoutes(app: FastifyInstance, office: Office): void {
  app.get<{ Querystring: { state?: string; q?: string } }>(
    "/api/cases",
    ({ query: { state = "", q = "" } }) => ({
      cases: office.cases
        .filter(
          (each) =>
            (state === "" || each.state === state) && `${each.name} ${each.number}`.includes(q),
        )
        .map(cardOf),
      next: null,
    }),
  );
  app.get<OfId>("/api/cases/:id", (request) => caseOf(request));

  verb("match_document", (found, { document, fields, expiresOn, issuedOn }, me) => {
    const one = documentOf(found, document);
    Object.assign(one, {
      state: "matched",
      matched: { by: me, at: office.now().toISOString(), fields },
    });
    if (expiresOn) one.expiresOn = expiresOn;
    if (issuedOn) one.issuedOn = issuedOn;
    if (found.documents.every((each) => !each.required || each.state === "matched"))
      found.state = "matched";
  });
  verb("reject_document", (found, { document, reason }, me) => {
    Object.assign(documentOf(found, document), {
      state: "rejected",
      rejected: { by: me, at: office.now().toISOString(), reason },
    });
  });
  verb("waive_document", (found, { document }) => {
    documentOf(found, document).state = "not_applicable";
  });
  verb("to_committee", (found) => {
    found.state = "committee";
    const { id, number, serviceLabel } = found;
    office.sessions[0]?.agenda.push({
      caseId: id,
      number,
      serviceLabel,
      votes: [],
      conflicts: [],
      outcome: null,
    });
  });
  verb("decide", (found, { outcome, reason, advice, grant }, me) => {
    found.state = "decided";
    found.decision = {
      number: "12/1448",
      outcome,
      ...(reason ? { reason } : {}),
      ...(advice ? { advice } : {}),
      ...(grant ? { grant } : {}),
      decidedBy: [me],
      recordedBy: me,
      at: office.now().toISOString(),
    };
    found.delivery = { tasks: [{ id: "pay", what: grant ?? "تقديم الخدمة" }] };
  });
  verb("release_decision", (found) => {
    if (found.decision) found.decision.releasedAt = office.now().toISOString();
  });
  verb("deliver", (found, { task }, me) => {
    const one = found.delivery?.tasks.find(({ id }) => id === task);
    if (one) Object.assign(one, { doneBy: me, doneAt: office.now().toISOString() });
  });
  verb("delivered", (found) => void (found.state = "delivered"));
  verb("close", (found) => void (found.state = "closed"));
  verb("suspend", (found) => void (found.suspended = true));
  verb("reactivate", (found) => void (found.suspended = false));
  verb("told_notice", () => undefined);
  verb("second", () => undefined);

  app.post<OfId>("/api/cases/:id/reveal", (request) => {
    caseOf(request);
    return { values: [{ id: "national_id", label: "رقم الهوية / الإقامة", value: "1999990004" }] };
  });
  app.post<OfId & { Body: CaseVerbs["preview"] }>("/api/cases/:id/preview", (request) => {
    const { number, serviceLabel } = caseOf(request);
    const text = `السلام عليكم\nصدر القرار في طلبكم رقم ${number}.\nالخدمة: ${serviceLabel}. مرفق خطاب القرار (PDF).`;
    return {
      letterUrl: "/api/previews/letter",
      messages: [
        { channel: "khuta-whatsapp", text, segments: 1 },
        {
          channel: "khuta-sms",
          text: `صدر القرار في طلبكم ${number}. التفاصيل في الخطاب`,
          segments: 2,
        },
      ],
    };
  });

  app.get("/api/previews/:id", (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(letterPage),
  );

  app.get("/api/sessions", () => ({ sessions: office.sessions }));
  app.post<{ Body: { at: string } }>("/api/sessions", (request): SessionView => {
    const id = `s${office.sessions.length + 1}`;
    const [first] = office.sessions;
    const session: SessionView = {
      id,
      version: 1,
      at: request.body.at,
      status: "planned",
      members: first?.members.map((each) => ({ ...each, present: false })) ?? [],
      quorum: { needed: 2, present: 0, reached: false },
      agenda: [],
      minutesNumber: null,
      sheetUrl: `/api/sessions/${id}/sheet`,
    };
    office.sessions.push(session);
    return session;
  });
  app.get<OfId>("/api/sessions/:id", (request) => sessionOf(request));

  sessionVerb("open", (session, { present }) => {
    session.status = "open";
    count(session, present);
  });
  sessionVerb("add_case", (session, { caseId }) => {
    const found = office.case(caseId);
    if (found) {
      found.state = "committee";
      found.version += 1;
      refresh(found);
    }
    if (found)
      session.agenda.push({
        caseId,
        number: found.number,
        serviceLabel: found.serviceLabel,
        votes: [],
        conflicts: [],
        outcome: null,
      });
  });
  sessionVerb("vote", (session, { caseId, vote }, me) => {
    const point = session.agenda.find((each) => each.caseId === caseId);
    if (point)
      point.votes = [...point.votes.filter(({ member }) => member !== me), { member: me, vote }];
  });
  sessionVerb("step_out", (session, { caseId, reason }, me) => {
    session.agenda.find((each) => each.caseId === caseId)?.conflicts.push({ member: me, reason });
  });
  sessionVerb("record", (session, { minutesNumber, present, outcomes }) => {
    count(session, present);
    session.minutesNumber = minutesNumber;
    session.status = "closed";
    for (const { caseId, outcome } of outcomes) {
      const point = session.agenda.find((each) => each.caseId === caseId);
      if (point) point.outcome = outcome;
    }
  });
  sessionVerb("close", (session, { minutesNumber }) => {
    session.minutesNumber = minutesNumber;
    session.status = "closed";
  });

  function count(session: SessionView, present: readonly string[]): void {
    session.members = session.members.map((each) => ({
      ...each,
      present: present.includes(each.id),
    }));
    session.quorum = { needed: 2, present: present.length, reached: present.length >= 2 };
  }

  function caseOf(request: FastifyRequest<OfId>): CaseDetail {
    const found = office.case(request.params.id);
    if (!found) throw new Refusal(404, "case.unknown", "there is no such case");
    return found;
  }

  function documentOf(found: CaseDetail, id: string) {
    const one = found.documents.find((each) => each.id === id);
    if (!one) throw new Refusal(404, "document.unknown", "there is no such document");
    return one;
  }

  function verb<V extends keyof CaseVerbs>(
    name: V,
    act: (found: CaseDetail, body: CaseVerbs[V], me: string) => void,
  ): void {
    app.post<OfId>(`/api/cases/:id/${name}`, (request) => {
      const { user } = whoAsks(office, request);
      const found = caseOf(request);
      const { version } = request.body as { version?: number };
      if (version !== found.version)
        throw new Refusal(409, "case.changed", "the case was changed meanwhile");
      act(found, request.body as CaseVerbs[V], user.name);
      found.version += 1;
      found.history.push({ at: office.now().toISOString(), actor: user.name, change: name });
      refresh(found);
      office.publish({ kind: "case", caseId: found.id, version: found.version });
      return found;
    });
  }

  function sessionOf(request: FastifyRequest<OfId>): SessionView {
    const found = office.sessions.find(({ id }) => id === request.params.id);
    if (!found) throw new Refusal(404, "session.unknown", "there is no such session");
    return found;
  }

  function sessionVerb<V extends keyof SessionVerbs>(
    name: V,
    act: (session: SessionView, body: SessionVerbs[V], me: string) => void,
  ): void {
    app.post<OfId>(`/api/sessions/:id/${name}`, (request) => {
      const { user } = whoAsks(office, request);
      const session = sessionOf(request);
      act(session, request.body as SessionVerbs[V], user.id);
      session.version += 1;
      return session;
    });
  }
}
