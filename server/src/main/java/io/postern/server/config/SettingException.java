package io.postern.server.config;

import java.nio.file.Path;

/** A setting has a value that cannot be. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param setting the setting's path, such as {@code grpc.address}
   * @param why what is wrong and what to write instead
   */
  public SettingException(String setting, String why) {
    super(setting + ": " + why);
  }

  private SettingException(String message, SettingException cause) {
    super(message, cause);
  }

  /** The same, with the file the value stands in. */
  SettingException in(Path file) {
    return new SettingException(file + ": " + getMessage(), this);
  }
}
