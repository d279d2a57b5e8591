/* A program that neither ends nor listens to anybody: it only says that it is there. */
process.send?.("here");
setInterval(() => undefined, 1_000);
