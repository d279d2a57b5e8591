/* Files: prepared and uploaded by the page, or fetched from the server. */
import { randomBytes, toBase64 } from "./base.js";
import { config } from "./config.js";

const blobs = new Map(); // file hash -> Blob
let uploadFails = false;

export function failNextUpload() {
  uploadFails = true;
}

/** The bytes of a file that this page uploaded, for the server to keep. */
export async function uploadedData(filehash) {
  const blob = blobs.get(filehash);
  return blob ? toBase64(new Uint8Array(await blob.arrayBuffer())) : undefined;
}

class OpaqueData {
  constructor(blob) {
    this.blob = blob;
  }
  static async createFromData(blob) {
    return new OpaqueData(blob);
  }
  url() {
    return URL.createObjectURL(this.blob);
  }
  autorelease() {}
  formData() {
    return this.blob;
  }
}

class MediaData {
  constructor(attrs) {
    Object.assign(this, attrs);
  }
  set(attrs) {
    Object.assign(this, attrs);
  }
  toJSON() {
    return Object.fromEntries(Object.entries(this).filter(([name]) => name !== "mediaBlob"));
  }
}

function kindOf(mime, options) {
  if (options.asDocument) return "document";
  if (options.asSticker) return "sticker";
  if (mime.startsWith("image/")) return "image";
  if (mime.startsWith("video/")) return "video";
  if (mime.startsWith("audio/")) return options.isPtt ? "ptt" : "audio";
  return "document";
}

async function prepare(opaque, options) {
  const { blob } = opaque;
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  const filehash = toBase64(new Uint8Array(digest));
  blobs.set(filehash, blob);
  return new MediaData({
    mediaBlob: opaque,
    mimetype: blob.type,
    filehash,
    type: kindOf(blob.type, options),
    size: blob.size,
    filename: blob.name,
    isGif: Boolean(options.asGif),
    preview: undefined,
  });
}

async function upload({ mediaObject }) {
  if (uploadFails) {
    uploadFails = false;
    return {};
  }
  const { filehash } = mediaObject;
  return {
    mediaEntry: {
      mmsUrl: "https://mmg.whatsapp.net/x",
      directPath: `/v/${filehash}`,
      mediaKey: toBase64(randomBytes(32)),
      mediaKeyTimestamp: Math.floor(Date.now() / 1000),
      encFilehash: filehash,
      uploadHash: filehash,
    },
  };
}

/** 404 when the file has expired: the library answers `undefined` then. */
async function download({ filehash }) {
  const own = blobs.get(filehash);
  if (own) return own.arrayBuffer();
  const address = `${config.server}/page/${config.account}/media/${encodeURIComponent(filehash)}`;
  const response = await fetch(address);
  if (!response.ok) throw Object.assign(new Error("gone"), { status: response.status });
  return response.arrayBuffer();
}

export const mediaModules = {
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: {
    prepRawMedia: (opaque, options) => ({ waitForPrep: () => prepare(opaque, options) }),
  },
  WAWebMediaStorage: {
    getOrCreateMediaObject: (filehash) => ({
      filehash,
      type: "media",
      size: blobs.get(filehash).size,
      contentInfo: {},
      consolidate() {},
    }),
  },
  WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
  WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: new Map() },
  WAWebMediaMmsV4Upload: { uploadMedia: upload },
  WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt: download } },
};
