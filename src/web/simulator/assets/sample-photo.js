/* A picture of a paper that says that it is none: nobody should look for a document to try the demo with. */
const WIDTH = 480;
const HEIGHT = 640;

export function samplePhoto(title) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#f3efe4";
  paper.fillRect(0, 0, WIDTH, HEIGHT);
  paper.fillStyle = "#2a3d37";
  paper.font = "bold 40px sans-serif";
  paper.textAlign = "center";
  paper.fillText(title, WIDTH / 2, 90);
  paper.fillStyle = "#b9b2a0";
  for (let line = 0; line < 9; line += 1) paper.fillRect(50, 150 + line * 48, WIDTH - 100, 12);
  return new Promise((resolve) => {
    canvas.toBlob(
      (blob) => resolve(new File([blob], `${title}.jpg`, { type: "image/jpeg" })),
      "image/jpeg",
    );
  });
}
