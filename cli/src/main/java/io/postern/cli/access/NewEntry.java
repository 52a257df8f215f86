package io.postern.cli.access;

import io.postern.client.call.WriteOptions;
import picocli.CommandLine.Option;

/** What every command that writes an assignment or a lock takes. */
final class NewEntry {
  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The last part of its name. Default: made of what it says.")
  private String id = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, in a few words.")
  private String note = "";

  @Option(names = "--dry-run", description = "Have the server check everything and change nothing.")
  private boolean dryRun;

  String note() {
    return note;
  }

  WriteOptions options() {
    return WriteOptions.DEFAULT.withValidateOnly(dryRun);
  }

  /** The id that was given, or one that fits what it says. */
  String id(String... says) {
    if (!id.isEmpty()) return id;
    var made = String.join("-", says).replace("*", "all").replaceAll("[^A-Za-z0-9]+", "-");
    var trimmed = made.replaceAll("^-|-$", "");
    return trimmed.substring(0, Math.min(60, trimmed.length())).replaceAll("-$", "");
  }

  String done(String what, String name) {
    return (dryRun ? "Would make the " : "Made the ") + what + " " + name;
  }
}
