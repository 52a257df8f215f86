package io.postern.server.rpc;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.ResourceName;

/** The names of new resources, from the parent and the id of a create request. */
public final class NewNames {
  private NewNames() {}

  /**
   * @param idField the request field that the id comes from
   */
  public static ResourceName child(Kind<?> kind, String parent, String id, String idField) {
    var above = ResourceName.parse(Protos.required(parent, "parent"), "parent");
    // With an id that fits, only the parent can be at fault.
    kind.name(above, "id", "parent");
    return kind.name(above, Protos.required(id, idField), idField);
  }
}
