import { readFileSync } from "node:fs";
import type { Geo } from "@mainstay/core";
import { type CityResponse, Reader } from "mmdb-lib";

const unknown: Geo = { place: () => null };

/** Looks addresses up in a database of MaxMind's format, which is read once; without a file all are unknown. */
export function createGeo(file: string | undefined): Geo {
  if (file === undefined) return unknown;
  const reader = new Reader<CityResponse>(readDatabase(file));
  return {
    place(ip) {
      const found = reader.get(ip.replace(/^::ffff:(?=\d+\.)/i, ""));
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
