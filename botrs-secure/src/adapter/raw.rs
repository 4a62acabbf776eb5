//! What of botrs' would let a command act past the gate.

use std::any::TypeId;
use std::sync::Arc;

use botrs::http::HttpClient;
use botrs::{BotApi, Token};

/// Whether a value of this type acts as the bot, alone or shared.
pub(crate) fn is_raw(of: TypeId) -> bool {
    of_type_or_shared::<BotApi>(of)
        || of_type_or_shared::<Token>(of)
        || of_type_or_shared::<HttpClient>(of)
        || of_type_or_shared::<botrs::Context>(of)
}

fn of_type_or_shared<T: 'static>(of: TypeId) -> bool {
    [TypeId::of::<T>(), TypeId::of::<Arc<T>>(), TypeId::of::<Option<T>>()].contains(&of)
}
