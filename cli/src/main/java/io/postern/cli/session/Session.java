package io.postern.cli.session;

import java.io.PrintWriter;

/** One run of the command: its terminal and the options that all commands have. */
public final class Session {
  private final Terminal terminal;
  private final GlobalOptions options;

  public Session(Terminal terminal, GlobalOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  public Terminal terminal() {
    return terminal;
  }

  public PrintWriter out() {
    return terminal.out();
  }

  public PrintWriter err() {
    return terminal.err();
  }

  public OutputFormat output() {
    return options.output;
  }
}
