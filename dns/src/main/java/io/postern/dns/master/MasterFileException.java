package io.postern.dns.master;

import java.util.List;
import java.util.stream.Collectors;

/** A zone is not served because its file is wrong; says where and why, each on a line. */
public final class MasterFileException extends Exception {
  /** As many faults are told at once. */
  public static final int LIMIT = 20;

  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  MasterFileException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** At least one and at most {@link #LIMIT}, in the order they were found. */
  public List<Fault> faults() {
    return faults;
  }
}
