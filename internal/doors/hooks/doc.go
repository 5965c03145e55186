// Package hooks tells other systems what happens in the city, at addresses that
// they name: webhooks, as https://www.standardwebhooks.com describes them.
//
// Written is what happened to a request that everybody may see, by codes and
// numbers; never who asked, and nobody's words.
//
//	news ──somebody wants it──▶ waiting ──▶ sent        the receiver said 2xx
//	                              ▲  │ ├──▶ dead        tried too often; an administrator sends it again
//	                              └──┘ └──▶ withheld    the request is no longer public
//	                             later
//
// A receiver is called by one at a time, so that one that hangs keeps nobody else
// waiting; after a failure it is left alone for a while, longer each time. One
// that takes nothing for days is switched off and an alarm is raised; one that
// answers 410 is never called again.
//
// A letter may come twice under the same name, and in any order. The secret that
// signs it is made by the city's signet and kept nowhere.
//
// It listens to the news of requests and calendars. It announces the facts about
// receivers in events/doors.go.
package hooks
