import { z } from "zod";
import type { StaffRoute } from "./route.ts";

/** The API as OpenAPI 3.1, made from the table: what is described is what is served. */
export function describeApi(table: readonly StaffRoute[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const line of table) {
    const path = line.url.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [line.method.toLowerCase()]: operation(line) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Wasl for staff", version: "1" },
    components: {
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "wasl_staff" } },
    },
    paths,
  };
}

function operation({ method, right, says, params, query, body, takesFile }: StaffRoute): object {
  return {
    summary: says,
    description: right === "nobody" ? "Open to everybody." : `Needs: ${right}.`,
    ...(right === "nobody" ? {} : { security: [{ session: [] }] }),
    parameters: [
      ...parametersOf(params, "path"),
      ...parametersOf(query, "query"),
      ...(method === "GET" || right === "nobody"
        ? []
        : [{ name: "x-csrf-token", in: "header", required: true, schema: { type: "string" } }]),
    ],
    ...(body && method !== "GET"
      ? { requestBody: { content: { "application/json": { schema: schemaOf(body) } } } }
      : {}),
    ...(takesFile
      ? {
          requestBody: {
            content: {
              "application/octet-stream": { schema: { type: "string", format: "binary" } },
            },
          },
        }
      : {}),
    responses: {
      200: { description: "done" },
      ...(right === "nobody" ? {} : { 401: { description: "not logged in" } }),
      ...(right === "nobody" || right === "member"
        ? {}
        : { 403: { description: "not your right" } }),
    },
  };
}

function parametersOf(schema: z.ZodType | undefined, where: "path" | "query"): object[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: each,
  }));
}

function schemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}
