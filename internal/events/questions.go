package events

import "mahalle/internal/city"

// QuestionsPublished: what is asked about a subject changed.
type QuestionsPublished struct {
	Subject string `json:"-"`
	Version int    `json:"version"`
	Asked   int    `json:"asked"` // how many questions
}

// About names the subject.
func (e QuestionsPublished) About() Subject {
	return Subject{Kind: "subject", ID: city.ID(e.Subject)}
}

// Where is nowhere in particular.
func (QuestionsPublished) Where() city.Place { return city.Place{} }

// Kind of the fact about questions.
func (QuestionsPublished) Kind() string { return "questions.published" }

// Identify gives the fact its subject back after it was read from the journal.
func (e *QuestionsPublished) Identify(id city.ID) { e.Subject = string(id) }
