#!/bin/sh
# Makes the certificates of the TLS tests anew. They are valid from 2020 to 2120, but for the expired one.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

# subject, authority (itself for an authority), end date, extension
certificate() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$scratch/$1.csr"
  : > "$scratch/index.txt"
  cat > "$scratch/ca.cnf" <<END
[ca]
default_ca = here
[here]
database = $scratch/index.txt
new_certs_dir = $scratch
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = extensions
[any]
commonName = supplied
[extensions]
$4
END
  self=$([ "$1" = "$2" ] && echo "-selfsign" || echo "-cert $2.pem")
  openssl ca -batch -notext -config "$scratch/ca.cnf" $self -keyfile "$2.key" \
    -startdate 20200101000000Z -enddate "$3" -in "$scratch/$1.csr" -out "$1.pem"
}

for authority in ca other-ca; do
  certificate $authority $authority 21200101000000Z 'basicConstraints=critical,CA:TRUE'
done
certificate server ca 21200101000000Z 'subjectAltName=DNS:localhost,IP:127.0.0.1'
certificate tikv-server ca 21200101000000Z 'subjectAltName=DNS:tikv.internal'
certificate expired-server ca 20200201000000Z 'subjectAltName=DNS:localhost,IP:127.0.0.1'
certificate client ca 21200101000000Z 'subjectAltName=DNS:client'
certificate other-client other-ca 21200101000000Z 'subjectAltName=DNS:client'
rm ca.key other-ca.key
