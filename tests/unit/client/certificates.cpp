#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace xrep::test {

namespace {

constexpr long kDay = 86'400;  // seconds

void need(bool fine) {
  if (!fine) {
    throw std::runtime_error("OpenSSL could not make a certificate");
  }
}

Key make_key() {
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(
      EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  need(context && EVP_PKEY_keygen_init(context.get()) == 1 &&
       EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), NID_X9_62_prime256v1) == 1 &&
       EVP_PKEY_keygen(context.get(), &key) == 1);
  return Key(key);
}

void set_name(X509* certificate, const std::string& name) {
  need(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                  reinterpret_cast<const unsigned char*>(name.data()),
                                  static_cast<int>(name.size()), -1, 0) == 1);
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  need(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

// Without issuer, extensions and signature.
Identity draft(const std::string& name, long from, long to) {
  static long serial = 1;
  Identity identity{Certificate(X509_new()), make_key()};
  X509* const certificate = identity.certificate.get();
  need(X509_set_version(certificate, 2) == 1 &&
       ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++) == 1 &&
       X509_gmtime_adj(X509_getm_notBefore(certificate), from) != nullptr &&
       X509_gmtime_adj(X509_getm_notAfter(certificate), to) != nullptr &&
       X509_set_pubkey(certificate, identity.key.get()) == 1);
  set_name(certificate, name);
  return identity;
}

void sign(const Identity& identity, const Identity& authority) {
  need(X509_set_issuer_name(identity.certificate.get(),
                            X509_get_subject_name(authority.certificate.get())) == 1 &&
       X509_sign(identity.certificate.get(), authority.key.get(), EVP_sha256()) > 0);
}

template <class Write>
std::string written(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
  need(out && write(out.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

std::string Identity::certificate_pem() const {
  return written([this](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); });
}

std::string Identity::key_pem() const {
  return written([this](BIO* out) {
    return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

Identity make_authority(const std::string& name) {
  auto authority = draft(name, -kDay, kDay);
  add_extension(authority.certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(authority.certificate.get(), NID_key_usage, "critical,keyCertSign");
  sign(authority, authority);
  return authority;
}

Identity issue(const Identity& authority, const std::string& names, Validity validity) {
  auto identity = validity == Validity::today ? draft("xrep test", -kDay, kDay)
                                              : draft("xrep test", -8 * kDay, -kDay);
  add_extension(identity.certificate.get(), NID_subject_alt_name, names);
  sign(identity, authority);
  return identity;
}

}  // namespace xrep::test
