/**
 * A photograph of a document as a telephone takes it is many times larger than is needed to read it. Redrawn it also
 * loses the place where it was taken. Whatever cannot be redrawn is sent as it is; the server looks at it again.
 */
export async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size < WORTH_IT_BYTES) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

const WORTH_IT_BYTES = 700_000;
const LONGEST_SIDE_PX = 2400; // a page of A4 at about 200 dots per inch
const QUALITY = 0.85;
