package io.postern.server.audit;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Tenants;
import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * What a caller sees of the audit: an administrator everything; somebody of a tenant its own calls,
 * what its colleagues were refused in the tenant's subscriptions, and of each write what it changed
 * of the tenant's.
 */
final class AuditViewer {
  private final Tenants tenants;
  private final Principal viewer;
  private final String tenant;

  AuditViewer(Tenants tenants, Principal viewer) {
    this.tenants = tenants;
    this.viewer = viewer;
    this.tenant = viewer.tenant().orElse("");
  }

  /** The entry as the viewer sees it; empty if there is none for it. */
  Optional<AuditEntry> shown(AuditEntry entry) {
    if (viewer.isAdministrator()) return Optional.of(entry);
    var note = entry.note();
    boolean own = note.principal().equals(viewer.id()) && note.tenant().equals(tenant);
    boolean written = note.revision().number() > 0;
    var resources =
        own && !written
            ? note.resources()
            : note.resources().stream().filter(this::isOurs).toList();
    boolean ours = note.tenants().contains(tenant);
    boolean colleague = note.tenant().equals(tenant) && !written && !resources.isEmpty();
    return own || ours || colleague ? Optional.of(cut(entry, resources)) : Optional.empty();
  }

  /** Whether the viewer sees a change of a write. */
  boolean sees(Change change) {
    return viewer.isAdministrator() || change.tenant().equals(viewer.tenant());
  }

  /** Without what is another tenant's, and without hashes, by which that could be guessed. */
  private AuditEntry cut(AuditEntry entry, List<String> resources) {
    var note = entry.note();
    boolean sameTenant = note.tenant().equals(tenant);
    boolean named = sameTenant || note.tenant().isEmpty();
    var shown =
        new AuditNote(
            note.time(),
            named ? note.principal() : "",
            sameTenant ? note.tenant() : "",
            sameTenant ? note.peer() : "",
            note.method(),
            sameTenant ? note.requestId() : "",
            note.outcome(),
            note.reason(),
            note.message(),
            resources,
            resources.size(),
            note.tenants().stream().filter(tenant::equals).toList(),
            note.revision(),
            "");
    return new AuditEntry(entry.number(), shown, "", "");
  }

  private boolean isOurs(String name) {
    try {
      var owner = ResourceName.parse(name, "name").subscription().flatMap(tenants::tenantOf);
      return owner.equals(viewer.tenant());
    } catch (ControlException e) {
      // A refused request may have named anything.
      return false;
    }
  }
}
