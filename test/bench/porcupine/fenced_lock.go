package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"

	"github.com/anishathalye/porcupine"
)

// lockState is a lock whose tokens rise. Its lease may expire at any time, and so it is held or was held.
type lockState struct {
	token  int64
	owner  string
	isHeld bool
}

type lockFunction uint8

const (
	acquire lockFunction = iota
	release
	observe
)

var lockFunctions = map[string]lockFunction{"acquire": acquire, "release": release, "observe": observe, "read": observe}

// lockOutput is a token and its owner, or nobody.
type lockOutput struct {
	isNobody bool
	token    int64
	owner    string
}

// fencedLock: an acquire gets a token larger than all before, also while the lock is held, since the lease may have
// ended just before. Observing nobody is how an expiry shows, and therefore it frees the lock.
var fencedLock = porcupine.Model{
	Init: func() interface{} { return lockState{} },
	Step: func(before, input, output interface{}) (bool, interface{}) {
		state, answer := before.(lockState), output.(lockOutput)
		switch input.(lockFunction) {
		case acquire:
			return answer.token > state.token, lockState{token: answer.token, owner: answer.owner, isHeld: true}
		case release:
			return state.isHeld && answer.token == state.token, lockState{token: state.token}
		default:
			if answer.isNobody {
				return true, lockState{token: state.token}
			}
			return state.isHeld && answer.token == state.token && answer.owner == state.owner, state
		}
	},
	Hash: func(before interface{}) uint64 {
		state := before.(lockState)
		hash := fnv.New64a()
		hash.Write([]byte(state.owner))
		bits := uint64(state.token) << 1
		if state.isHeld {
			bits |= 1
		}
		return spread(bits) ^ hash.Sum64()
	},
}

type lockLine struct {
	Who   json.RawMessage `json:"who"`
	Type  string          `json:"type"`
	Op    *int            `json:"op"`
	F     string          `json:"f"`
	Value *lockValue      `json:"value"`
}

type lockValue struct {
	// A decimal string or a number.
	Token json.RawMessage `json:"token"`
	Owner *string         `json:"owner"`
}

type lockCall struct {
	f     lockFunction
	value *lockValue
}

// readFencedLock reads JSON lines in the order of their times. What failed is left out; nothing may be indeterminate,
// since what Porcupine is to be told of operations without an answer would be a choice of ours.
func readFencedLock(content []byte) ([]porcupine.Event, error) {
	var events []porcupine.Event
	calls := map[int]lockCall{}
	dropped := map[int]bool{}
	lastTokens := map[string]int64{}
	for index, text := range bytes.Split(content, []byte("\n")) {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		var entry lockLine
		if err := json.Unmarshal(text, &entry); err != nil {
			return nil, fmt.Errorf("line %d: %w", index+1, err)
		}
		if entry.Op == nil {
			continue
		}
		if entry.Type == "invoke" {
			f, known := lockFunctions[entry.F]
			if !known {
				return nil, fmt.Errorf("line %d: expected acquire, release or observe, found %q", index+1, entry.F)
			}
			calls[*entry.Op] = lockCall{f: f, value: entry.Value}
			events = append(events, porcupine.Event{Kind: porcupine.CallEvent, Value: f, Id: *entry.Op})
			continue
		}
		call, known := calls[*entry.Op]
		if !known || entry.Type != "ok" && entry.Type != "fail" {
			return nil, fmt.Errorf("line %d: expected ok or fail of an operation that was invoked, found %s of %d", index+1, entry.Type, *entry.Op)
		}
		if entry.Type == "fail" {
			dropped[*entry.Op] = true
			continue
		}
		process := string(bytes.Trim(entry.Who, `"`))
		output, err := lockOutputOf(call, entry.Value, process, lastTokens)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", index+1, err)
		}
		events = append(events, porcupine.Event{Kind: porcupine.ReturnEvent, Value: output, Id: *entry.Op})
	}
	return without(events, dropped), nil
}

// lockOutputOf gives what an operation returned. A release is about the token that it was called with, else about the
// last one of its process.
func lockOutputOf(call lockCall, returned *lockValue, process string, lastTokens map[string]int64) (lockOutput, error) {
	value := returned
	if call.f == release && (value == nil || value.Token == nil) {
		value = call.value
	}
	if value == nil || value.Token == nil || string(value.Token) == "null" {
		if call.f == release {
			return lockOutput{token: lastTokens[process]}, nil
		}
		return lockOutput{isNobody: true}, nil
	}
	token, err := strconv.ParseInt(string(bytes.Trim(value.Token, `"`)), 10, 64)
	if err != nil {
		return lockOutput{}, err
	}
	if call.f == acquire {
		lastTokens[process] = token
	}
	output := lockOutput{token: token, owner: process}
	if value.Owner != nil {
		output.owner = *value.Owner
	}
	return output, nil
}
