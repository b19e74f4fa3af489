import type { ImageType } from "@mainstay/contracts";
import { type Images, Line } from "@mainstay/core";

/** Each takes the memory of its pixels, and a core. Nobody comes but who has a place among the files. */
const atOnce = { places: 2, waiting: 16 };
const timeoutSeconds = 20;
/** libvips' readers of what is taken; of all it could read, most is a way in for somebody. */
const readers = [
  "VipsForeignLoadJpegBuffer",
  "VipsForeignLoadPngBuffer",
  "VipsForeignLoadWebpBuffer",
  "VipsForeignLoadNsgifBuffer",
  "VipsForeignLoadHeifBuffer",
];
const formats: Readonly<Record<ImageType, string>> = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "heif",
};

export function createImages(): Images {
  const line = new Line(atOnce);
  return {
    draw: (bytes, limits, signal) => line.wait(() => draw(bytes, limits), signal),
  };
}

/** Loaded with the first image: it is large, and most processes never see one. */
const loadSharp = async () => {
  const { default: sharp } = await import("sharp");
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: readers });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
};
let loading: ReturnType<typeof loadSharp> | null = null;

async function draw(
  bytes: Buffer,
  { type, maxPixels, maxSide }: Parameters<Images["draw"]>[1],
): ReturnType<Images["draw"]> {
  const sharp = await (loading ??= loadSharp());
  // The limit is ours to look at first: past sharp's own nothing says how large it is.
  const open = (limitInputPixels: number | false) =>
    sharp(bytes, { failOn: "warning", limitInputPixels, pages: 1 });
  const told = await open(false)
    .metadata()
    .catch(() => null);
  if (told?.format !== formats[type]) return "unreadable";
  const pixels = told.width * told.height;
  if (pixels > maxPixels) return { pixels };
  try {
    const { data, info } = await open(maxPixels)
      .autoOrient()
      .resize({ width: maxSide, height: maxSide, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 82 })
      .timeout({ seconds: timeoutSeconds })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (error) {
    // What libvips says of it is about the bytes, and they are somebody else's.
    if (error instanceof Error) return "unreadable";
    throw error;
  }
}
