//! What a bot sends: replies are few, numbered, and to messages that exist.

use serde_json::{Value, json};

use super::rest::{Answer, refused};
use super::time;
use super::world::{Room, Stored, World};

/// How many replies a message may have.
const REPLIES: usize = 5;

/// The longest message as bots met it, in characters, and the answer to a longer one.
const fn longest(room: &Room) -> (usize, u16, u32, &'static str) {
    match room {
        Room::Channel(_) | Room::Direct(_) => (2_500, 500, 1_000_001, "msg over length"),
        Room::Group(_) | Room::User(_) => (4_000, 400, 40_054_007, "消息长度超限"),
    }
}

impl World {
    pub(super) fn send(&mut self, app: &str, room: Room, body: &Value) -> Answer {
        let may_send_buttons = self.bots.get(app).is_some_and(|bot| bot.keyboards);
        if !body["keyboard"].is_null() && !may_send_buttons {
            return refused(400, 304_057, "not allowd custom keyborad");
        }
        if let Some(event) = body["event_id"].as_str()
            && let Err(answer) = self.reply_to_press(&room, event, body["msg_seq"].as_u64())
        {
            return answer;
        }
        if let Some(replied) = body["msg_id"].as_str()
            && let Err(answer) = self.reply(&room, replied, body["msg_seq"].as_u64())
        {
            return answer;
        }
        let (longest, status, code, message) = longest(&room);
        if body["content"].as_str().is_some_and(|text| text.chars().count() > longest) {
            return refused(status, code, message);
        }
        let id = format!("sent-{}", self.number());
        let timestamp = time::now();
        let data = json!({"id": id, "content": body["content"], "timestamp": timestamp});
        let stored = Stored { room, data, delivery: None, replies: Vec::new() };
        self.messages.insert(id.clone(), stored);
        (200, json!({"id": id, "timestamp": timestamp}))
    }

    /// Counts a reply. In groups and C2C, each needs a `msg_seq` of its own.
    fn reply(&mut self, room: &Room, replied: &str, seq: Option<u64>) -> Result<(), Answer> {
        let stored = self.messages.get_mut(replied).filter(|stored| stored.room == *room);
        let Some(stored) = stored else {
            return Err(refused(400, 40_034_024, "请求参数msg_id无效或越权"));
        };
        count(room, &mut stored.replies, seq)
    }
}

/// Counts a reply among those there are.
pub(super) fn count(room: &Room, replies: &mut Vec<u64>, seq: Option<u64>) -> Result<(), Answer> {
    let seq = seq.unwrap_or(1);
    if matches!(room, Room::Group(_) | Room::User(_)) && replies.contains(&seq) {
        return Err(refused(400, 40_054_005, "消息被去重，请检查请求msgseq"));
    }
    if replies.len() >= REPLIES {
        return Err(refused(400, 22_009, "msg limit exceed"));
    }
    replies.push(seq);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(room: Room) -> World {
        let mut world = World::new();
        let stored = Stored { room, data: Value::Null, delivery: None, replies: Vec::new() };
        world.messages.insert("m".into(), stored);
        world
    }

    fn status(world: &mut World, room: &Room, body: Value) -> (u16, Value) {
        let (status, answer) = world.send("", room.clone(), &body);
        (status, answer["code"].clone())
    }

    #[test]
    fn a_group_wants_each_reply_numbered_and_takes_five() {
        let room = Room::Group("g".into());
        let mut world = world(room.clone());
        assert_eq!(status(&mut world, &room, json!({"msg_id": "m"})).0, 200);
        let again = json!({"msg_id": "m", "msg_seq": 1});
        assert_eq!(status(&mut world, &room, again), (400, json!(40_054_005)));
        for seq in 2..=5 {
            assert_eq!(status(&mut world, &room, json!({"msg_id": "m", "msg_seq": seq})).0, 200);
        }
        let sixth = json!({"msg_id": "m", "msg_seq": 6});
        assert_eq!(status(&mut world, &room, sixth), (400, json!(22_009)));
    }

    #[test]
    fn a_message_has_a_longest_length() {
        for (room, longest, status) in
            [(Room::Channel(1), 2_500, 500), (Room::User("u".into()), 4_000, 400)]
        {
            let mut world = World::new();
            let content = |length| json!({"content": "字".repeat(length)});
            assert_eq!(world.send("", room.clone(), &content(longest)).0, 200);
            assert_eq!(world.send("", room, &content(longest + 1)).0, status);
        }
    }

    #[test]
    fn a_reply_is_to_a_message_of_the_same_room() {
        let mut world = world(Room::Channel(1));
        assert_eq!(status(&mut world, &Room::Channel(1), json!({"msg_id": "m"})).0, 200);
        assert_eq!(status(&mut world, &Room::Channel(1), json!({"msg_id": "m"})).0, 200);
        assert_eq!(status(&mut world, &Room::Channel(2), json!({"msg_id": "m"})).0, 400);
        assert_eq!(status(&mut world, &Room::Channel(1), json!({"msg_id": "x"})).0, 400);
    }
}
