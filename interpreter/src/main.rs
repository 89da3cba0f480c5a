//! The `typhon` command.

mod allocator;

use std::process::ExitCode;
use typhon_runtime::os::large::LargeByMapping;
use typhon_runtime::os::{area, reserve, signal};

#[global_allocator]
static ALLOCATOR: LargeByMapping<allocator::Allocator> = LargeByMapping(allocator::Allocator);

/// Stack of the thread that runs the script: virtual, touched pages only are resident.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    // Before the rest of a small address space is given out.
    reserve::keep();
    // `typhon bench` runs scripts in processes of their own: it needs no interpreter here. A script with that name is
    // `./bench`.
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|word| word == "bench") {
        return ExitCode::from(typhon_lab::main(arguments));
    }
    report_panics();
    area::share_system_heap();
    let stack = area::scaled(STACK, 16);
    // This thread only waits from here on. A signal to the process has to find the threads of the script, whose mask
    // says whether they want it.
    let before = signal::block_all();
    let child = std::thread::Builder::new()
        .name("main".into())
        .stack_size(stack)
        .spawn(move || {
            if let Ok(mask) = before {
                // Failing is impossible: the system gave us this mask.
                let _ = signal::set_mask(mask);
            }
            typhon::command::run(stack)
        });
    match child.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(_)) => ExitCode::from(134),
        Err(e) => {
            eprintln!("typhon: cannot start: {e}");
            ExitCode::from(1)
        }
    }
}

/// A panic without memory is told in a line: naming the functions of a backtrace takes more than there may be.
fn report_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if reserve::is_scarce() {
            eprintln!("{info}");
        } else {
            usual(info);
        }
    }));
}
