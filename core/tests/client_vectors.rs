//! The vectors of the client, through the door.

mod vectors;

#[test]
fn client_steps() {
    vectors::run_all("client_steps");
}
