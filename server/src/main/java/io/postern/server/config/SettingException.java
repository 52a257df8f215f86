package io.postern.server.config;

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
}
