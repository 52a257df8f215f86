package io.postern.cli.session;

/** What the exit code of a command tells the script that called it. */
public enum ExitCode {
  OK(0, "Done."),
  REFUSED(1, "The server refused the request, or a demonstration did not go as it should."),
  USAGE(2, "The command line, a file given to it or a context is wrong; nothing was changed."),
  NOT_FOUND(3, "There is no such resource, or the caller may not see it."),
  CONFLICT(4, "The state of things forbids it: it exists already, is in use, or has changed."),
  PERMISSION(5, "The caller may not do this."),
  UNAVAILABLE(6, "The server could not be reached or did not answer in time."),
  DECLINED(7, "Somebody was asked and did not agree; nothing was changed."),
  CANNOT_START(
      8,
      "'postern server', 'demo' or 'dns serve' cannot start: an address cannot be listened on, the"
          + " database is open elsewhere, or its folder cannot be used."),
  REACHED_WITH_WARNING(
      10, "`check connectivity`: the destination is reached, but there is something to look at."),
  NOT_REACHED(11, "`check connectivity`: the destination is not reached."),
  INTERNAL(70, "A defect, here or in the server."),
  INTERRUPTED(
      130,
      "Ended by Ctrl-C (SIGINT). A server that was ready, and 'demo --keep', end with 0 instead."),
  TERMINATED(143, "Ended by SIGTERM, likewise.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** One sentence for the manual. */
  public String meaning() {
    return meaning;
  }
}
