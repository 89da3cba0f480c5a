//! The `typhon` command.

mod allocator;

use std::process::ExitCode;
use typhon_runtime::os::area;
use typhon_runtime::os::large::LargeByMapping;

#[global_allocator]
static ALLOCATOR: LargeByMapping<allocator::Allocator> = LargeByMapping(allocator::Allocator);

/// Stack of the thread that runs the script: virtual, touched pages only are resident.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    // `typhon bench` runs scripts in processes of their own: it needs no interpreter here. A script with that name is
    // `./bench`.
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|word| word == "bench") {
        return ExitCode::from(typhon_lab::main(arguments));
    }
    let stack = area::scaled(STACK, 16);
    let child = std::thread::Builder::new()
        .name("main".into())
        .stack_size(stack)
        .spawn(move || typhon::command::run(stack));
    match child.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(_)) => ExitCode::from(134),
        Err(e) => {
            eprintln!("typhon: cannot start: {e}");
            ExitCode::from(1)
        }
    }
}
