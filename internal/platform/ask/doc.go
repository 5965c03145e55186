// Package ask describes a list of questions and reads the answers to them. It
// knows the sorts of questions and no municipal rules.
//
// A question may depend on an answer to an earlier one, and an answer may end
// the form: it is not ours, somebody else must be called.
//
//	questions ──Check──▶ what is wrong with them, for those who write them
//	questions × typed ──Read──▶ answers, faults, further questions, or the end
//
// An answer keeps the words it was asked with, so that it can be read when the
// question is long gone.
package ask
