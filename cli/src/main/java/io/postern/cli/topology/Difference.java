package io.postern.cli.topology;

/**
 * A field that is not as the file says.
 *
 * @param path where it is, such as {@code frontendIpConfigurations[0].subnet}
 * @param mask the path for an update mask; a list can only be replaced as a whole
 * @param before its value at the server, as text
 * @param after its value in the file, as text
 * @param isFixed whether it can be set at create only
 */
record Difference(String path, String mask, String before, String after, boolean isFixed) {
  @Override
  public String toString() {
    return path + ": " + (before.isEmpty() ? "(none)" : before) + " -> " + after;
  }
}
