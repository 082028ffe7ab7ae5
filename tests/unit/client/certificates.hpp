#pragma once

#include <openssl/x509.h>

#include <memory>
#include <string>

namespace xrep::test {

struct FreeOpenSsl {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, FreeOpenSsl>;
using Key = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;

/// A certificate with its key, made for one test.
struct Identity {
  Certificate certificate;
  Key key;

  std::string certificate_pem() const;
  std::string key_pem() const;
};

/// A certificate authority of its own, valid from yesterday to tomorrow.
Identity make_authority(const std::string& name);

enum class Validity { today, last_week };

/// Signed by `authority`, for `names` as OpenSSL writes them: "IP:127.0.0.1,DNS:localhost".
Identity issue(const Identity& authority, const std::string& names,
               Validity validity = Validity::today);

}  // namespace xrep::test
