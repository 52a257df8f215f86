package io.postern.server.network.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that a load balancer listens on: in a subnet, or public.
 *
 * @param privateAddress empty for a frontend that waits for the lowest free address of its subnet,
 *     and for a public one
 */
public record Frontend(
    String name,
    Optional<ResourceName> subnet,
    Optional<IpAddress> privateAddress,
    Optional<IpAddress> publicAddress) {
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?");

  public Frontend withPrivateAddress(IpAddress address) {
    return new Frontend(name, subnet, Optional.of(address), publicAddress);
  }

  /**
   * Whether a wanted frontend of the same name leaves this one as it is: one that names no address
   * is content with the one there is.
   */
  public boolean isKeptBy(Frontend wanted) {
    return subnet.equals(wanted.subnet)
        && publicAddress.equals(wanted.publicAddress)
        && (wanted.privateAddress.isEmpty() || privateAddress.equals(wanted.privateAddress));
  }

  void requireOneAddress(String list, int index) {
    var field = list + "[" + index + "]";
    if (!ID.matcher(name).matches())
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          field + ".name",
          "'" + name + "' is not a frontend's name: 1-80 letters, digits, '.', '_' or '-'.");
    if (subnet.isPresent() == publicAddress.isPresent())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".subnet",
          "A frontend has a subnet or a public address, and not both.");
    if (subnet.isEmpty() && privateAddress.isPresent())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".private_ip_address",
          "A public frontend has no private address; leave it empty or name a subnet.");
  }
}
