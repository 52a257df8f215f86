package io.postern.dns;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.postern.dns");

  @Test
  void packagesImportDownwardsOnly() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("name")
        .definedBy("io.postern.dns.name..")
        .layer("zone")
        .definedBy("io.postern.dns.zone..")
        .layer("view")
        .definedBy("io.postern.dns.view..")
        .layer("lookup")
        .definedBy("io.postern.dns.lookup..")
        .layer("codec")
        .definedBy("io.postern.dns.codec..")
        .layer("answer")
        .definedBy("io.postern.dns.answer..")
        .layer("datagram")
        .definedBy("io.postern.dns.datagram..")
        .layer("forward")
        .definedBy("io.postern.dns.forward..")
        .layer("guard")
        .definedBy("io.postern.dns.guard..")
        .layer("tls")
        .definedBy("io.postern.dns.tls..")
        .layer("http")
        .definedBy("io.postern.dns.http..")
        .layer("snapshot")
        .definedBy("io.postern.dns.snapshot..")
        .layer("transfer")
        .definedBy("io.postern.dns.transfer..")
        .layer("transport")
        .definedBy("io.postern.dns.transport..")
        .whereLayer("transport")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("snapshot")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("answer")
        .mayOnlyBeAccessedByLayers("transport")
        .whereLayer("datagram")
        .mayOnlyBeAccessedByLayers("transport")
        .whereLayer("forward")
        .mayOnlyBeAccessedByLayers("transport")
        .whereLayer("guard")
        .mayOnlyBeAccessedByLayers("transport")
        .whereLayer("tls")
        .mayOnlyBeAccessedByLayers("http", "transport")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("transport")
        .whereLayer("transfer")
        .mayOnlyBeAccessedByLayers("transport")
        .whereLayer("codec")
        .mayOnlyBeAccessedByLayers("forward", "guard", "transfer", "transport")
        .whereLayer("lookup")
        .mayOnlyBeAccessedByLayers(
            "codec", "answer", "forward", "guard", "snapshot", "transfer", "transport")
        .whereLayer("view")
        .mayOnlyBeAccessedByLayers(
            "lookup",
            "codec",
            "answer",
            "forward",
            "guard",
            "tls",
            "http",
            "snapshot",
            "transfer",
            "transport")
        .whereLayer("zone")
        .mayOnlyBeAccessedByLayers(
            "view",
            "lookup",
            "codec",
            "answer",
            "forward",
            "guard",
            "snapshot",
            "transfer",
            "transport")
        .because("a lower package must be usable, and testable, without those above it")
        .check(CLASSES);
    slices().matching("io.postern.dns.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void dnsjavaStaysInTheCodecAndTheReadersOfFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.postern.dns.codec..", "io.postern.dns.zonefile..", "io.postern.dns.master..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.xbill..")
        .because("its types are slow to copy and would spread through the engine")
        .check(CLASSES);
  }

  @Test
  void nettyStaysInTheHttpServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.postern.dns.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .because("it is there for HTTP/2 alone; whoever serves no HTTPS never loads it")
        .check(CLASSES);
  }

  @Test
  void tlsAndHttpKnowNothingOfDns() {
    noClasses()
        .that()
        .resideInAnyPackage("io.postern.dns.tls..", "io.postern.dns.http..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.postern.dns..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.postern.dns.tls..",
                            "io.postern.dns.http..",
                            "io.postern.dns.view.."))))
        .because("what a connection is secured with does not depend on what goes by it")
        .check(CLASSES);
  }

  @Test
  void zoneFilesAndTheEngineDoNotMeet() {
    noClasses()
        .that()
        .resideInAPackage("io.postern.dns.zonefile..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.postern.dns..")
                .and(not(resideInAPackage("io.postern.dns.zonefile.."))))
        .because("a file is text for whoever keeps the zone, not for who answers from it")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.postern.dns.zonefile..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.postern.dns.zonefile..")
        .because("nothing is read from files while queries are answered")
        .check(CLASSES);
  }

  @Test
  void masterFilesBecomeZonesAndNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("io.postern.dns.master..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.postern.dns..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.postern.dns.master..",
                            "io.postern.dns.zone..",
                            "io.postern.dns.name.."))))
        .because("a zone is loaded without knowing who will see it")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.postern.dns.master..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.postern.dns.master..")
        .because("nothing is read from files while queries are answered")
        .check(CLASSES);
  }

  @Test
  void theEngineKnowsNoControlPlane() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.postern.server..", "io.postern.v1..", "com.google..", "io.grpc..", "java.sql..")
        .because("the engine also serves without a control plane")
        .check(CLASSES);
  }

  @Test
  void lookUpIsPure() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.postern.dns.name..",
            "io.postern.dns.zone..",
            "io.postern.dns.view..",
            "io.postern.dns.lookup..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.channels..", "java.io..", "java.util.concurrent..", "org.slf4j..")
        .because("an answer is a function of the index and the question")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        CLASSES.stream()
            .map(each -> each.getPackage())
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(each -> each.getName())
            .distinct()
            .toList();
    assertTrue(unmarked.isEmpty(), () -> "not null-marked: " + unmarked);
  }
}
