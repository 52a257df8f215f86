package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.access.model.DenyAssignment;
import io.postern.server.access.model.ResourceLock;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.ScopeLock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessDocumentRoundTripTest {
  private static final String AUTHORIZATION = "/providers/Microsoft.Authorization/";
  private static final ResourceName TENANT = ResourceName.ofTenant("contoso");
  private static final ResourceName ROLE =
      ResourceName.of(TENANT + AUTHORIZATION + "roleDefinitions/netters");
  private static final String GROUP = "subscriptions/s/resourceGroups/g";
  private static final Meta META =
      new Meta(
          "uid",
          new Revision(3),
          new Revision(7),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-02T00:00:00Z"));

  private final Documents documents = new Documents();

  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadBack(Resource resource) {
    assertEquals(resource, documents.read(resource.kind(), documents.text(resource)));
  }

  static Stream<Resource> whatIsWrittenIsReadBack() {
    return Stream.of(
        new RoleDefinition(
            ROLE,
            META,
            "Netters",
            "Do networks.",
            List.of("Microsoft.Network/*"),
            List.of("*/delete"),
            List.of(TENANT, ResourceName.of(GROUP))),
        new RoleAssignment(
            ResourceName.of(GROUP + AUTHORIZATION + "roleAssignments/a"),
            META,
            "contoso",
            "bob@contoso",
            ROLE,
            "for now"),
        new DenyAssignment(
            ResourceName.of(TENANT + AUTHORIZATION + "denyAssignments/d"),
            META,
            "contoso",
            "*",
            List.of("olga@contoso"),
            List.of("*/write"),
            List.of("Microsoft.Network/*"),
            "frozen"),
        new ResourceLock(
            ResourceName.of(GROUP + AUTHORIZATION + "locks/l"),
            META,
            ScopeLock.Level.READ_ONLY,
            "kept"));
  }
}
