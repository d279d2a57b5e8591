import { answer } from "../http.ts";
import { refusalOfCode } from "./refusals.ts";
import { refuse, type Exchange } from "./exchange.ts";

/** GET /<media id>: where the bytes lie, for some minutes. */
export function answerFileInfo({ response, network, url }: Exchange, id: string): void {
  const file = network.files.get(id);
  const how = network.faults.take("media", id)?.how;
  if (!file || how === "gone")
    return refuse(response, { ...refusalOfCode(100, "Object does not exist"), status: 404 });
  const { mime, sha256, bytes } = file;
  const host = how === "elsewhere" ? `http://localhost:${url.port}` : url.origin;
  const told = how === "larger" ? 1 : bytes.length;
  answer(response, 200, {
    url: `${host}/files/${id}${how === "hang" ? "?hang" : ""}`,
    mime_type: mime,
    sha256,
    file_size: told,
    id,
    messaging_product: "whatsapp",
  });
}

export async function answerFile({ response, network, url }: Exchange): Promise<void> {
  if (url.search === "?hang") return;
  const file = network.files.get(url.pathname.split("/").at(-1) ?? "");
  if (!file) return answer(response, 404, {});
  response.writeHead(200, { "content-type": file.mime }).end(file.bytes);
}

/** POST /<phone number id>/media: a form with the file in it. */
export async function answerUpload(
  { response, network }: Exchange,
  body: Buffer,
  contentType: string,
): Promise<void> {
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": contentType },
  }).formData();
  const file = form.get("file");
  const type = form.get("type");
  if (form.get("messaging_product") !== "whatsapp" || !(file instanceof File))
    return refuse(response, refusalOfCode(100, "The parameter messaging_product is required."));
  const bytes = Buffer.from(await file.arrayBuffer());
  const mime = typeof type === "string" ? type : file.type;
  answer(response, 200, { id: network.addFile(bytes, mime).id });
}
