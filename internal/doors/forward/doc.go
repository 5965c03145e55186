// Package forward hands requests to bodies outside through their own Open311
// door, and brings back what they say.
//
//	handed over ──▶ waiting ──post──▶ asking ──their number──▶ open ──▶ ended
//	                   ▲                │ │ └──a token──▶ token ──▶ open
//	                   │   not there    │ └──never──▶ refused: the letter goes out after all
//	                   └───look for it──┘
//
// A post whose answer was lost is looked for over there before it is sent again.
// Who asked is never told. What the body says there counts as if it had answered
// by the link in a letter: theirs, how it stands, not theirs, done.
//
// One talks to a body at a time; after a failure it is left alone for a while,
// longer each time. One that was silent for an hour raises an alarm.
//
// It listens to the news of requests, and announces the facts about lines in
// events/doors.go.
package forward
