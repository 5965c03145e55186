// Package places knows the city's districts and neighbourhoods: their names in
// three languages, their outlines, and which of them a point lies in.
//
// Areas come with the city pack and are known by the city's own codes. They
// have validity dates, because neighbourhoods are founded, merged and renamed:
// lists and searches show what stands today, and an old request still knows
// what its place was called. Outlines are coarse near borders, so a person can
// always correct what the map says; where only the district is drawn, the
// neighbourhood stays open.
//
//	point ───────▶ At: district, perhaps neighbourhood, and who is near
//	typed words ─▶ Search
//	place ───────▶ Name, Locator; the city: CityMap, DistrictMap
//
// It announces nothing and listens to nothing.
package places
