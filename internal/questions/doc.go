// Package questions knows what is asked in addition about some subjects, and
// keeps what was answered.
//
// The questions of a subject have versions. A published version never changes;
// whoever changes questions works on a draft, sees it as a resident will, and
// publishes it as the next version.
//
//	pack ─────────────────┐
//	                      ▼
//	draft ──publish──▶ version 1, 2, 3 … ──Form──▶ what is asked
//	  ▲                   │
//	  └──────begin────────┘
//
// An answer keeps the words it was asked with beside it: it can be read when its
// question has changed, and when its version is gone. Answers that say something
// about a person can be erased.
//
// It announces events.QuestionsPublished. It listens to nothing.
package questions
