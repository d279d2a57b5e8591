/*
 * Where people meet the association in public (policy C4): each place leads to the chat by a link that says where it
 * stood, and nothing of a person is ever said there.
 */

export const doors = [
  "x",
  "instagram",
  "snapchat",
  "tiktok",
  "facebook",
  "youtube",
  "linkedin",
  "poster",
] as const;
export type Door = (typeof doors)[number];
