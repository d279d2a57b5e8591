export function isQuestion(text: string): boolean {
  return /[?؟]|^(كم|متي|متى|هل|كيف|وش|ايش|ليش|وين) /.test(text);
}
