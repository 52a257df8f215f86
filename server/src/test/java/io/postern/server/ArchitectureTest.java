package io.postern.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.postern.server.kernel.RandomIds;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may import whom within the server. Maven's modules hold the directions between the parts. */
class ArchitectureTest {
  private static final String ROOT = "io.postern.server.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.postern.server");

  /** What one feature shows to the others. */
  private static final DescribedPredicate<JavaClass> SHARED =
      resideInAnyPackage(
              ROOT + "*.model..",
              // The one way a connection moves, whichever feature makes it move.
              ROOT + "connection.ledger..",
              // The one answer to whose record a name shows, for the endpoint and for DNS.
              ROOT + "zone.claim..",
              // An endpoint gets addresses at create, and when its target gains members.
              ROOT + "endpoint.address..",
              // The one answer to who else has addresses, for virtual and on-premises networks.
              ROOT + "network.overlap..",
              // The one form of security rules in the API, for groups and for what holds at an
              // interface.
              ROOT + "traffic.message..")
          // What the explain service asks of the feature that decides.
          .or(JavaClass.Predicates.simpleName("EndpointDecisions"));

  /** An importer that cannot read the class files imports nothing, and every rule would hold. */
  @Test
  void theClassFilesCanBeRead() {
    assertTrue(CLASSES.contain(ROOT + "connection.model.ConnectionMachine"));
  }

  @Test
  void theModelHasNoFramework() {
    classes()
        .that()
        .resideInAnyPackage(ROOT + "kernel..", ROOT + "*.model..")
        .and()
        // Its list is part of the program: read once from the jar, the same for everybody.
        .doNotHaveSimpleName("Region")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.math..",
            "java.net..",
            "java.nio.charset..",
            "java.security..",
            "java.time..",
            "java.util..",
            "org.jspecify.annotations..",
            ROOT + "kernel..",
            ROOT + "*.model..")
        .because("the rules of the product are plain values and functions, without I/O or library")
        .check(CLASSES);
  }

  @Test
  void guiceStaysInModulesAndApp() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Module")
        .and()
        // A type literal in a module is an anonymous class of it.
        .areNotAnonymousClasses()
        .and()
        .resideOutsideOfPackage(ROOT + "app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .because("a class is given what it needs, and a test can build it by hand")
        .check(CLASSES);
  }

  @Test
  void theApiStaysAtTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "rpc..", ROOT + "watch..", ROOT + "reach..", ROOT + "explain..", ROOT + "app..")
        .and(not(belongsTo("Grpc", "Proto", "Module")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.grpc..", "com.google.protobuf..", "com.google.rpc..", "io.postern.v1..")
        .because("a use case must not change because a message does")
        .check(CLASSES);
  }

  @Test
  void sqlStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "store.jdbc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.jdbi..", "org.h2..", "org.flywaydb..", "com.zaxxer..")
        .because("another database, or none in a simulation, is one package's affair")
        .check(CLASSES);
  }

  @Test
  void theWireFormOfDnsStaysInTheEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.xbill..")
        .because("the engine's own types are the border, and dnsjava is its codec's affair")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "dnsview..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.postern.dns..")
                // Certificates in files, and what a handshake tells, are the same for gRPC.
                .and(not(resideInAPackage("io.postern.dns.tls..")))
                // Zone files are text that is imported and exported, and no part of the engine.
                .and(not(resideInAPackage("io.postern.dns.zonefile.."))))
        .because("DNS is derived from resources in one place and never the other way round")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.postern.server.(**)")
        .should()
        .beFreeOfCycles()
        .because("packages in a cycle can only be read, tested and changed together")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subscription",
        "network",
        "traffic",
        "link",
        "endpoint",
        "connection",
        "zone",
        "ruleset",
        "reach",
        "explain",
        "plan",
        "backup",
        "webhook",
        "access"
      })
  void noFeatureUsesAnothersUseCases(String feature) {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + feature + "..", ROOT + "app..")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + feature + "..").and(not(SHARED)))
        .because("a call may need two features' rules, but never runs through two permissions")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + feature)
        .and()
        // What is nested in an interface is public by the language, and seen as far as the
        // interface.
        .areTopLevelClasses()
        .and()
        .haveSimpleNameNotEndingWith("Module")
        .and()
        // Started by the clock and not by a call, so app has to see it.
        .doNotHaveSimpleName("ExpiryJob")
        .and()
        .doNotHaveSimpleName("WebhookDispatcher")
        .and()
        .doNotHaveSimpleName("EndpointDecisions")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .bePublic()
        .because("what only its own feature may use is seen by nobody else")
        .check(CLASSES);
  }

  @Test
  void whatAllBuildOnKnowsNoFeature() {
    mayOnlyImport("kernel")
        .because("every package builds on it, so it can build on none")
        .check(CLASSES);
    mayOnlyImport("auth", "kernel")
        .because("a permission is decided on names and tenants alone")
        .check(CLASSES);
    mayOnlyImport("config", "kernel")
        .because("settings are read before anything is built")
        .check(CLASSES);
    mayOnlyImport("rpc", "kernel", "auth", "config", "store")
        .because("what every call passes treats all resources alike")
        .check(CLASSES);
    mayOnlyImport("identity", "kernel", "auth", "config", "store", "rpc", "network.model")
        .because("who calls is found out before anything is asked of a feature")
        .check(CLASSES);
    mayOnlyImport("watch", "kernel", "auth", "config", "store", "rpc", "*.model")
        .because("watches follow the log, whoever wrote to it")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "store")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.postern.server..")
                .and(not(resideInAnyPackage(ROOT + "store", ROOT + "kernel.."))))
        .because("the store's interfaces treat all resources alike and know no database")
        .check(CLASSES);
  }

  @Test
  void onlyAppSeesEverything() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "app..")
        .because("parts that knew the whole could not be used without it")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "app..", ROOT + "store.jdbc..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "store.jdbc..")
        .because("features speak to the store through its interfaces")
        .check(CLASSES);
  }

  /** {@code System.nanoTime} is free to use: it measures a while and tells no time. */
  @Test
  void timeAndChanceComeFromOutside() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "app..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Clock.class,
            Timer.class,
            ScheduledExecutorService.class,
            Random.class,
            ThreadLocalRandom.class)
        .because("a test sets the clock and counts the ids, and one seed gives one history")
        .check(CLASSES.that(not(JavaClass.Predicates.type(RandomIds.class))));
  }

  @Test
  void nothingIsInjectedIntoFields() {
    noFields()
        .should()
        .beAnnotatedWith(Inject.class)
        .because("an object is complete once its constructor returns")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(it -> !it.isAnnotatedWith(NullMarked.class))
            .map(it -> it.getName())
            .distinct()
            .toList();
    assertEquals(List.of(), unmarked, "a null that nobody declared is a defect at compile time");
  }

  /** A package that imports, of the server's packages, only itself and those named. */
  private static ArchRule mayOnlyImport(String importer, String... imported) {
    var allowed =
        Stream.concat(Stream.of(importer), Arrays.stream(imported))
            .map(it -> ROOT + it + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + importer + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.postern.server..").and(not(resideInAnyPackage(allowed))));
  }

  /** A class with one of these endings, or within one. */
  private static DescribedPredicate<JavaClass> belongsTo(String... endings) {
    return describe(
        "belong to a class that ends in " + String.join(", ", endings),
        it -> {
          var outermost = it;
          while (outermost.getEnclosingClass().isPresent())
            outermost = outermost.getEnclosingClass().get();
          var name = outermost.getSimpleName();
          return Arrays.stream(endings).anyMatch(name::endsWith);
        });
  }
}
