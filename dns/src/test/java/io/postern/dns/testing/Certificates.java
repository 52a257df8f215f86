package io.postern.dns.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A key and its certificate, made by OpenSSL and signed by an authority that is made with them.
 *
 * @param authority the authority's certificate
 * @param pin the fingerprint of the public key, as RFC 7469 §2.4 writes it
 */
public record Certificates(Path key, Path certificate, Path authority, String pin) {
  private static final List<String> NEW_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  /**
   * Makes them.
   *
   * @param folder an empty folder for their files
   * @param name the host that the certificate is for
   */
  public static Certificates make(Path folder, String name) throws IOException {
    var made =
        new Certificates(
            folder.resolve("server.key"),
            folder.resolve("server.pem"),
            folder.resolve("ca.pem"),
            "");
    var extensions = Files.writeString(folder.resolve("extensions"), "subjectAltName=DNS:" + name);
    var request = folder.resolve("server.csr").toString();
    var authority = made.authority.toString();
    var authorityKey = folder.resolve("ca.key").toString();
    request("-x509", "-keyout", authorityKey, "-out", authority, "-subj", "/CN=authority");
    request("-keyout", made.key.toString(), "-out", request, "-subj", "/CN=resolver");
    openssl(
        List.of("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authorityKey),
        List.of("-CAcreateserial", "-extfile", extensions.toString(), "-days", "2"),
        List.of("-out", made.certificate.toString()));
    return new Certificates(made.key, made.certificate, made.authority, made.readPin(folder));
  }

  private String readPin(Path folder) throws IOException {
    var text = openssl(List.of("x509", "-in", certificate.toString(), "-pubkey", "-noout"));
    var publicKey = Files.writeString(folder.resolve("public.pem"), text).toString();
    var octets = folder.resolve("public.der").toString();
    openssl(List.of("pkey", "-pubin", "-in", publicKey, "-outform", "der", "-out", octets));
    var digest = openssl(List.of("dgst", "-sha256", "-r", octets)).split(" ", 2)[0];
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest));
  }

  private static void request(String... arguments) {
    openssl(List.of("req"), NEW_KEY, List.of("-days", "2"), List.of(arguments));
  }

  @SafeVarargs
  private static String openssl(List<String>... arguments) {
    var all = new ArrayList<String>();
    for (var each : arguments) all.addAll(each);
    return Program.output("openssl", all);
  }
}
