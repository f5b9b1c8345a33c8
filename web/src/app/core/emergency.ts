/** Cities of the zones of the USA, Canada (North American Numbering Plan) and Mexico. */
const OF_911 = new Set(
  (
    'New_York Detroit Chicago Menominee Denver Boise Phoenix Los_Angeles Anchorage Juneau Sitka Metlakatla Yakutat ' +
    'Nome Adak Honolulu Puerto_Rico Indianapolis Knox Marengo Petersburg Tell_City Vevay Vincennes Winamac Louisville ' +
    'Monticello Beulah Center New_Salem St_Johns Halifax Glace_Bay Moncton Goose_Bay Blanc-Sablon Montreal Toronto ' +
    'Nipigon Thunder_Bay Iqaluit Atikokan Winnipeg Rainy_River Resolute Rankin_Inlet Regina Swift_Current Edmonton ' +
    'Cambridge_Bay Yellowknife Inuvik Creston Dawson_Creek Fort_Nelson Whitehorse Dawson Vancouver Mexico_City Cancun ' +
    'Merida Monterrey Matamoros Chihuahua Ciudad_Juarez Ojinaga Mazatlan Bahia_Banderas Hermosillo Tijuana'
  ).split(' '),
);

/**
 * Numbers for an ambulance where it is not 112, as each country's government names them. Everywhere else it is 112:
 * the number of the EU and of India, which every GSM phone connects to the local emergency service (3GPP TS 22.101,
 * section 10).
 */
const NUMBERS: readonly [RegExp, string][] = [
  [/^(Europe\/(London|Belfast)|Asia\/(Hong_Kong|Kuala_Lumpur|Kuching|Dhaka))$/, '999'],
  [/^Australia\//, '000'],
  [/^Pacific\/(Auckland|Chatham)$/, '111'],
  [/^Asia\/(Tokyo|Seoul)$/, '119'],
  [/^Asia\/(Shanghai|Urumqi)$/, '120'],
  [/^Asia\/Singapore$/, '995'],
  [/^Asia\/Dubai$/, '998'],
  [/^Asia\/Kath?mandu$/, '102'],
];

/** The number that calls an ambulance where somebody of this time zone lives. */
export function emergencyNumber(timeZone: string): string {
  if (/^(America|Pacific)\//.test(timeZone) && OF_911.has(timeZone.split('/').at(-1) ?? '')) return '911';
  return NUMBERS.find(([zones]) => zones.test(timeZone))?.[1] ?? '112';
}
