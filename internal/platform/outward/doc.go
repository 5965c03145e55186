// Package outward calls machines whose addresses somebody else wrote: a photo
// named in a report, a partner's endpoint, a receiver of news. Such a call must
// never reach what stands inside our own walls.
//
//	address ──▶ names resolved once ──▶ every number judged ──▶ that number is called
//	   ▲                                                              │
//	   └──────────────── a redirect begins again here ◀───────────────┘
//
// A name is asked for once and the number that was judged is the number that is
// called, so that a name which answers differently the second time gains nothing.
// What a city needs inside its own network, an operator allows by name or network;
// nothing else does. No proxy is asked, no cookie kept, and an answer has limits
// of time and size.
package outward
