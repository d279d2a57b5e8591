import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type {
  Canned,
  Card,
  Cards,
  CaseDetail,
  CaseList,
  CaseVerbs,
  Colleague,
  ConversationVerbs,
  ConversationView,
  Found,
  Me,
  Queue,
  QueueCounts,
  SessionVerbs,
  SessionView,
  TaskView,
} from "../../../http/staff/api.ts";
import { setServerTime } from "../base/use-now.ts";
import { get, post, setCsrf } from "./client.ts";
import { withRecent } from "./recent.ts";

/** Everything that is read, by name: live events and answers of changes meet the same keys. */
export const keys = {
  me: ["me"],
  counts: ["counts"],
  cards: (queue: Queue) => ["cards", queue],
  conversation: (id: string) => ["conversation", id],
  cases: ["cases"],
  case: (id: string) => ["case", id],
  sessions: ["sessions"],
  session: (id: string) => ["session", id],
  tasks: ["tasks"],
} as const;

export function useMe() {
  return useQuery({
    queryKey: keys.me,
    queryFn: async () => {
      const me = await get<Me>("/me");
      setCsrf(me.csrf);
      setServerTime(me.now);
      return me;
    },
    staleTime: Infinity,
    retry: false,
  });
}

/** `isMine`: whether this member of staff may see conversations at all. */
export function useCounts(isMine: boolean) {
  return useQuery({
    queryKey: keys.counts,
    queryFn: () => get<QueueCounts>("/queues"),
    enabled: isMine,
  });
}

export function useCards(queue: Queue, isMine = true) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: keys.cards(queue),
    initialPageParam: "",
    queryFn: async ({ pageParam }) => {
      const page = await get<Cards>(`/conversations?${query({ queue, after: pageParam })}`);
      client.setQueryData(keys.counts, page.counts);
      return page;
    },
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: isMine,
  });
}

export function useConversation(id: string) {
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: async () => withRecent(await get<ConversationView>(`/conversations/${id}`)),
  });
}

export function useColleagues(isWanted: boolean) {
  return useQuery({
    queryKey: ["colleagues"],
    queryFn: () => get<{ colleagues: Colleague[] }>("/colleagues"),
    enabled: isWanted,
  });
}

export function useCanned() {
  return useQuery({
    queryKey: ["canned"],
    queryFn: () => get<{ canned: Canned[] }>("/canned"),
    staleTime: 300_000,
  });
}

export function useSearch(q: string) {
  return useQuery({
    queryKey: ["search", q],
    queryFn: () => get<Found>(`/search?${query({ q })}`),
    enabled: q.trim().length > 1,
  });
}

export function useCases(filter: { state: string; q: string }) {
  return useInfiniteQuery({
    queryKey: [...keys.cases, filter],
    initialPageParam: "",
    queryFn: ({ pageParam }) => get<CaseList>(`/cases?${query({ ...filter, after: pageParam })}`),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useCase(id: string | undefined) {
  return useQuery({
    queryKey: keys.case(id ?? ""),
    queryFn: () => get<CaseDetail>(`/cases/${id}`),
    enabled: id !== undefined,
  });
}

export function useSessions() {
  return useQuery({
    queryKey: keys.sessions,
    queryFn: () => get<{ sessions: SessionView[] }>("/sessions"),
  });
}

const AT_THE_TABLE_MS = 5_000; // others vote meanwhile

export function useSession(id: string) {
  return useQuery({
    queryKey: keys.session(id),
    queryFn: () => get<SessionView>(`/sessions/${id}`),
    refetchInterval: AT_THE_TABLE_MS,
  });
}

export function useTasks() {
  return useQuery({ queryKey: keys.tasks, queryFn: () => get<{ tasks: TaskView[] }>("/tasks") });
}

/** One verb of a conversation, carrying the version that was seen; the answer is its new card. */
export function useConversationVerb<V extends keyof ConversationVerbs>(id: string, verb: V) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConversationVerbs[V]) =>
      post<Card>(`/conversations/${id}/${verb}`, { ...body, version: seenVersion(client, id) }),
    onSuccess: (card) => takeCard(client, card),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
}

export function useCaseVerb<V extends keyof CaseVerbs>(detail: CaseDetail, verb: V) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CaseVerbs[V]) =>
      post<CaseDetail>(`/cases/${detail.id}/${verb}`, { ...body, version: detail.version }),
    onSuccess: (fresh) => client.setQueryData(keys.case(detail.id), fresh),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.case(detail.id) });
      await client.invalidateQueries({ queryKey: keys.cases });
    },
  });
}

export function useSessionVerb<V extends keyof SessionVerbs>(session: SessionView, verb: V) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SessionVerbs[V]) =>
      post<SessionView>(`/sessions/${session.id}/${verb}`, { ...body, version: session.version }),
    onSuccess: (fresh) => client.setQueryData(keys.session(session.id), fresh),
    async onSettled() {
      await client.invalidateQueries({ queryKey: keys.session(session.id) });
      await client.invalidateQueries({ queryKey: keys.sessions });
    },
  });
}

export function query(values: Record<string, string | undefined>): string {
  const filled = Object.entries(values).filter((each): each is [string, string] =>
    Boolean(each[1]),
  );
  return new URLSearchParams(filled).toString();
}

function seenVersion(client: QueryClient, id: string): number | undefined {
  return client.getQueryData<ConversationView>(keys.conversation(id))?.card.version;
}

export function takeCard(client: QueryClient, card: Card): void {
  client.setQueryData<ConversationView>(keys.conversation(card.id), (view) =>
    view && view.card.version <= card.version ? { ...view, card } : view,
  );
}
