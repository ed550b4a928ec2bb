//! The tables, as the migrations make them.

diesel::table! {
    users (id) {
        id -> Binary,
        username -> Text,
        username_folded -> Text,
        email -> Text,
        email_folded -> Text,
        name -> Nullable<Text>,
        password_hash -> Text,
        roles -> Text,
        token_version -> BigInt,
        email_verified_at -> Nullable<BigInt>,
        disabled_at -> Nullable<BigInt>,
        created_at -> BigInt,
        email_canonical -> Nullable<Text>,
        search -> Text,
        language -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Binary,
        user_id -> Binary,
        generation -> BigInt,
        token_hash -> Binary,
        previous_hash -> Nullable<Binary>,
        rotated_by -> Nullable<Binary>,
        issued_at -> BigInt,
        expires_at -> BigInt,
        ends_at -> BigInt,
        persistent -> Bool,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        ip -> Text,
        user_agent -> Text,
        revoked_at -> Nullable<BigInt>,
        revoked_for -> Nullable<Text>,
        latest_user_agent -> Nullable<Text>,
        device_changed_at -> Nullable<BigInt>,
        first_used_at -> Nullable<BigInt>,
        amr -> Text,
        authenticated_at -> BigInt,
    }
}

diesel::table! {
    revocations (id) {
        id -> BigInt,
        session_id -> Nullable<Binary>,
        user_id -> Nullable<Binary>,
        version -> Nullable<BigInt>,
        until -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> Binary,
        user_id -> Nullable<Binary>,
        session_id -> Nullable<Binary>,
        kind -> Text,
        at -> BigInt,
        ip -> Text,
        user_agent -> Text,
    }
}

diesel::table! {
    mail_tokens (id) {
        id -> Binary,
        user_id -> Binary,
        purpose -> Text,
        session_id -> Nullable<Binary>,
        address -> Text,
        address_folded -> Text,
        token_hash -> Binary,
        tries_left -> BigInt,
        tries_since -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    released_usernames (username_hash) {
        username_hash -> Binary,
        user_id -> Nullable<Binary>,
        released_at -> BigInt,
    }
}

diesel::table! {
    mails (id) {
        id -> Binary,
        user_id -> Binary,
        kind -> Text,
        address -> Text,
        link_id -> Nullable<Binary>,
        created_at -> BigInt,
        attempts -> BigInt,
        due_at -> Nullable<BigInt>,
        language -> Text,
    }
}

// On a server alone: one instance counts in its memory.
diesel::table! {
    attempts (key) {
        key -> Binary,
        wrong -> BigInt,
        last_at -> BigInt,
        open -> BigInt,
        opened_at -> BigInt,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(users, sessions);
