/** Cities of the zones of the USA with its territories, Canada (North American Numbering Plan) and Mexico. */
const OF_911 = new Set(
  (
    'New_York Detroit Chicago Menominee Denver Boise Phoenix Los_Angeles Anchorage Juneau Sitka Metlakatla Yakutat ' +
    'Nome Adak Honolulu Puerto_Rico Indianapolis Knox Marengo Petersburg Tell_City Vevay Vincennes Winamac Louisville ' +
    'Monticello Beulah Center New_Salem St_Johns Halifax Glace_Bay Moncton Goose_Bay Blanc-Sablon Montreal Toronto ' +
    'Nipigon Thunder_Bay Iqaluit Atikokan Winnipeg Rainy_River Resolute Rankin_Inlet Regina Swift_Current Edmonton ' +
    'Cambridge_Bay Yellowknife Inuvik Creston Dawson_Creek Fort_Nelson Whitehorse Dawson Vancouver Mexico_City Cancun ' +
    'Merida Monterrey Matamoros Chihuahua Ciudad_Juarez Ojinaga Mazatlan Bahia_Banderas Hermosillo Tijuana ' +
    'Guam Saipan Pago_Pago St_Thomas Coral_Harbour'
  ).split(' '),
);

/** Cities of the zones of India, and of the EU, Iceland, Liechtenstein, Norway and Switzerland. */
const OF_112 = new Set(
  (
    'Kolkata Calcutta Vienna Brussels Sofia Zagreb Nicosia Famagusta Prague Copenhagen Tallinn Helsinki Mariehamn ' +
    'Paris Berlin Busingen Athens Budapest Dublin Rome Riga Vilnius Luxembourg Malta Amsterdam Warsaw Lisbon Madeira ' +
    'Azores Bucharest Bratislava Ljubljana Madrid Canary Ceuta Stockholm Reykjavik Vaduz Oslo Zurich'
  ).split(' '),
);

/** Numbers for an ambulance elsewhere, as each country's government names them. */
const NUMBERS: readonly [RegExp, string][] = [
  [/^(US|Canada)\/|^Asia\/Manila$/, '911'],
  [/^(Europe\/(London|Belfast)|Asia\/(Hong_Kong|Kuala_Lumpur|Kuching|Dhaka))$/, '999'],
  [/^Australia\//, '000'],
  [/^Pacific\/(Auckland|Chatham)$/, '111'],
  [/^Asia\/(Tokyo|Seoul)$/, '119'],
  [/^Asia\/(Shanghai|Urumqi)$/, '120'],
  [/^Asia\/Singapore$/, '995'],
  [/^Asia\/Dubai$/, '998'],
  [/^Asia\/Kath?mandu$/, '102'],
  [/^Asia\/Bangkok$/, '1669'],
  [/^Asia\/Jerusalem$/, '101'],
  [/^America\/Sao_Paulo$/, '192'],
];

/** Whom to call; `known` where this is the number of the country. */
export interface Emergency {
  number: string;
  known: boolean;
}

/**
 * The number that calls an ambulance where somebody of this time zone lives: undefined without a zone, and 112 where
 * the country's is not known here, which every GSM phone connects to the local emergency service (3GPP TS 22.101,
 * section 10).
 */
export function emergencyNumber(timeZone: string | undefined): Emergency | undefined {
  if (!timeZone) return undefined;
  const city = timeZone.split('/').at(-1) ?? '';
  if (/^(America|Pacific)\//.test(timeZone) && OF_911.has(city)) return { number: '911', known: true };
  const own = NUMBERS.find(([zones]) => zones.test(timeZone))?.[1];
  return { number: own ?? '112', known: own !== undefined || OF_112.has(city) };
}
