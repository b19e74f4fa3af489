import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { Geo } from "@mainstay/core";
import { type CityResponse, Reader } from "mmdb-lib";

const unknown: Geo = { place: () => null };

/** Looks addresses up in a database of MaxMind's format, which is read once; without a file all are unknown. */
export function createGeo(file: string | undefined): Geo {
  if (file === undefined) return unknown;
  const reader = new Reader<CityResponse>(readDatabase(file));
  return {
    place(from) {
      const ip = from.replace(/^::ffff:(?=\d+\.)/i, "");
      const found = isIP(ip) === 0 ? null : reader.get(ip);
      if (!found) return null;
      return { country: found.country?.iso_code ?? null, city: found.city?.names.en ?? null };
    },
  };
}

function readDatabase(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`GEOIP_DATABASE names ${file}, which cannot be read`, { cause: error });
  }
}
