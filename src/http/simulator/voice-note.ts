/** One second of silence, as a telephone sends a voice note (Ogg, Opus); base64. */
export const VOICE_NOTE = [
  "T2dnUwACAAAAAAAAAABMU0FXAAAAAMoOhl4BE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAExTQVcB",
  "AAAAsikwzQEUT3B1c1RhZ3MEAAAAd2FzbAAAAABPZ2dTAAS4vAAAAAAAAExTQVcCAAAAATx3uDIDAwMDAwMDAwMD",
  "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA/j//vj//vj//vj//vj//vj//vj//vj//vj/",
  "/vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj/",
  "/vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//vj//g==",
].join("");
