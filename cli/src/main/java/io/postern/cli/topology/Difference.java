package io.postern.cli.topology;

/**
 * A field that is not as the file says.
 *
 * @param path where it is, such as {@code frontendIpConfigurations[0].subnet}
 * @param mask the path for an update mask; a list can only be replaced as a whole
 * @param before its value at the server, as text
 * @param after its value in the file, as text
 * @param isFixed whether it can be set at create only
 * @param isAddition whether {@code after} comes to what there is, in place of replacing it
 */
record Difference(
    String path, String mask, String before, String after, boolean isFixed, boolean isAddition) {
  /** A field that changes its value. */
  Difference(String path, String mask, String before, String after, boolean isFixed) {
    this(path, mask, before, after, isFixed, false);
  }

  /** Something that a set is to have besides what it has. */
  static Difference addition(String path, String added) {
    return new Difference(path, "", "", added, false, true);
  }

  @Override
  public String toString() {
    if (isAddition) return path + ": + " + after;
    return path + ": " + (before.isEmpty() ? "(none)" : before) + " -> " + after;
  }
}
