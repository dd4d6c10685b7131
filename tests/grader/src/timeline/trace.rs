//! A picture as Chrome's trace events, which Perfetto opens (<https://ui.perfetto.dev>). Times are
//! in microseconds. A turn of a schedule takes a second.

use serde_json::{Value, json};

use super::{
    axis::Axis,
    picture::{Lane, Picture},
};

/// The events of a picture, as one JSON object.
pub fn trace(picture: &Picture) -> String {
    let lanes = picture.lanes.iter().enumerate();
    let mut events: Vec<Value> = lanes
        .flat_map(|(number, lane)| of_lane(number, lane))
        .collect();
    events.push(json!({
        "name": picture.ending, "ph": "i", "s": "g", "ts": microseconds(picture.end), "pid": 1,
        "tid": 0,
    }));
    let name = match picture.axis {
        Axis::Seconds => picture.name.clone(),
        Axis::Turns => format!("{}: one second a turn", picture.name),
    };
    let process = json!({
        "name": "process_name", "ph": "M", "pid": 1, "args": { "name": name },
    });
    events.insert(0, process);
    let whole = json!({ "displayTimeUnit": "ms", "traceEvents": events });
    format!("{whole:#}\n")
}

fn of_lane(number: usize, lane: &Lane) -> Vec<Value> {
    let name = json!({
        "name": "thread_name", "ph": "M", "pid": 1, "tid": number, "args": { "name": lane.name },
    });
    // Perfetto sorts by the name otherwise.
    let order = json!({
        "name": "thread_sort_index", "ph": "M", "pid": 1, "tid": number,
        "args": { "sort_index": number },
    });
    let bars = lane.bars.iter().map(|bar| {
        json!({
            "name": bar.title, "cat": bar.kind.verb(), "ph": "X", "ts": microseconds(bar.from),
            "dur": microseconds(bar.to - bar.from), "pid": 1, "tid": number,
        })
    });
    let marks = lane
        .marks
        .iter()
        .map(|mark| instant(number, mark.at, &mark.text, "prints"));
    let note = lane
        .note
        .iter()
        .map(|note| instant(number, note.at, &note.text, "ends"));
    let locks = lane.locks.iter().enumerate().flat_map(|(index, hold)| {
        // A lock can be held for half of a bar, which would not nest: so these are asynchronous.
        let event = |phase: &str, at| {
            json!({
                "name": format!("{} holds {}", lane.name, hold.lock), "cat": "holds", "ph": phase,
                "id": format!("{number}.{index}"), "ts": microseconds(at), "pid": 1, "tid": number,
            })
        };
        [event("b", hold.from), event("e", hold.to)]
    });
    let all = [name, order]
        .into_iter()
        .chain(bars)
        .chain(marks)
        .chain(note)
        .chain(locks);
    all.collect()
}

fn instant(number: usize, at: u64, name: &str, category: &str) -> Value {
    json!({
        "name": name, "cat": category, "ph": "i", "s": "t", "ts": microseconds(at), "pid": 1,
        "tid": number,
    })
}

fn microseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e3
}

#[cfg(test)]
mod tests {
    use super::{super::made_up, *};

    fn events(picture: &Picture) -> Vec<Value> {
        let whole: Value = serde_json::from_str(&trace(picture)).expect("it is JSON");
        whole["traceEvents"].as_array().expect("a list").clone()
    }

    #[test]
    fn each_bar_is_an_event_with_its_length() {
        let events = events(&made_up::serial());
        let bars = events.iter().filter(|event| event["ph"] == "X");
        let times: Vec<_> = bars
            .map(|bar| (bar["ts"].as_f64(), bar["dur"].as_f64()))
            .collect();
        assert_eq!(times.len(), 6);
        assert_eq!(times[1], (Some(1_500_000.0), Some(1_500_000.0)));
    }

    #[test]
    fn a_lock_begins_and_ends_by_itself() {
        let events = events(&made_up::deadlock());
        let of_lock = events.iter().filter(|event| event["cat"] == "holds");
        let phases: Vec<_> = of_lock.map(|event| event["ph"].clone()).collect();
        assert_eq!(phases, ["b", "e"]);
    }

    #[test]
    fn each_lane_has_its_name() {
        let events = events(&made_up::cut_off());
        let names = events.iter().filter(|event| event["name"] == "thread_name");
        let names: Vec<_> = names.map(|event| event["args"]["name"].clone()).collect();
        assert_eq!(names, ["main", "<sort> & co"]);
    }
}
