package io.postern.server.config;

import java.nio.file.Path;

/** A setting has a value that cannot be. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String setting;
  private final String why;
  private final boolean isPlaced;

  /**
   * @param setting the setting's path, such as {@code grpc.address}
   * @param why what is wrong and what to write instead
   */
  public SettingException(String setting, String why) {
    this("", setting, why, false);
  }

  private SettingException(String place, String setting, String why, boolean isPlaced) {
    super(place + setting + ": " + why);
    this.setting = setting;
    this.why = why;
    this.isPlaced = isPlaced;
  }

  /** The same about an option of a command, which the value came from. */
  public SettingException of(String option) {
    return new SettingException(option, why);
  }

  /** The same with the line the value stands in, unless a nearer one is known. */
  SettingException at(int line) {
    return isPlaced ? this : new SettingException("line " + line + ": ", setting, why, true);
  }

  /** The same, with the file the value stands in. */
  SettingException in(Path file) {
    var inFile = new SettingException(file.toString(), String.valueOf(getMessage()));
    inFile.initCause(this);
    return inFile;
  }
}
