// Package requests keeps what residents ask of the city, from the first report
// to the resident's own "yes, it is done".
//
// A Request is opened by a resident, or for one by a desk. It is owned by
// exactly one unit from the first moment, and carries two promises: the legal
// answer of its kind and the repair time of its subject. It may be handed over
// (and accepted, or returned with a reason), the resident may be asked, and it
// is finished with an outcome. Then the resident is asked; only the resident
// makes it confirmed, and a "no" goes to a human.
//
//	            ┌──────── return ────────┐
//	            ▼                        │
//	new ──take──▶ working ──hand over──▶ offered ──accept──▶ working
//	               │   ▲
//	            ask▼   │answer                      (outside body: forwarded)
//	              asked
//	working ──finish──▶ done ──yes / no answer in time──▶ closed
//	                     └──no──▶ reopen_requested ──reopen──▶ working
//	                                     └──refuse──▶ closed
//
// It announces the events of events/requests.go. It listens to
// events.PromiseBroken, to mark a request late.
package requests
