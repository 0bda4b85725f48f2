//! Files to attach, and how they get to a node.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::message;
use super::place::{Answer, Place};

/// What a picture says beside the picture.
pub const WHERE: &[u8] = b"canary-gps-4.7110N-74.0721W";

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// A JPEG as a camera writes it, with the place it was taken at or without.
pub fn jpeg(with_place: bool) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 50, 0, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(WHERE);
    let exif = segment(0xe1, &[b"Exif\0\0", &*tiff].concat());
    let scan = [segment(0xda, &[1, 1, 0, 0, 0x3f, 0]), vec![0x5a; 5_000]].concat();
    let exif = if with_place { exif } else { Vec::new() };
    let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    [vec![0xff, 0xd8], jfif, exif, segment(0xdb, &[7; 65]), scan, vec![0xff, 0xd9]].concat()
}

/// Text of a size, that is no other text's.
pub fn text(size: usize) -> Vec<u8> {
    let line = |number: usize| format!("line {number} of what was found\n").into_bytes();
    (0..).flat_map(line).take(size).collect()
}

impl Place {
    pub async fn patch(&self, id: &str, token: &str, from: u64, bytes: &[u8]) -> Answer {
        let request = Request::patch(format!("/api/v1/uploads/{id}"))
            .header("authorization", format!("Bearer {token}"))
            .header("upload-offset", from.to_string());
        self.ask(request.body(Body::from(bytes.to_vec())).unwrap()).await
    }

    pub async fn begin(&self, token: &str, name: &str, kind: &str, size: usize) -> Answer {
        let asked = json!({"name": name, "media_type": kind, "size": size});
        self.post("/api/v1/uploads", token, asked.to_string()).await
    }

    /// The whole file in one request; answers its id and what it turned out to be.
    pub async fn upload(
        &self,
        token: &str,
        name: &str,
        kind: &str,
        bytes: &[u8],
    ) -> (String, Answer) {
        let begun = self.begin(token, name, kind, bytes.len()).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
        let id = begun.body["id"].as_str().unwrap().to_owned();
        let answer = self.patch(&id, token, 0, bytes).await;
        (id, answer)
    }

    /// Publishes a message with these attachments; answers its address.
    pub async fn publish_with(&self, token: &str, to: &[&str], attachments: Value) -> String {
        let answer = self.try_publish_with(token, to, attachments).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let name = answer.body["name"].as_str().unwrap();
        format!("/api/v1/records/{}", name.rsplit_once('/').unwrap().0)
    }

    pub async fn try_publish_with(&self, token: &str, to: &[&str], attachments: Value) -> Answer {
        let mut draft = serde_json::to_value(message("with files", to)).unwrap();
        draft["attachments"] = attachments;
        self.post("/api/v1/records", token, draft.to_string()).await
    }
}

impl Place {
    /// The bytes of a file of a record.
    pub async fn bytes(&self, path: &str, token: &str) -> Vec<u8> {
        use http_body_util::BodyExt;
        use tower::ServiceExt;
        let request = Request::get(path)
            .header("authorization", format!("Bearer {token}"))
            .header("amana-purpose", "criminal-investigation");
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body().collect().await.unwrap().to_bytes().to_vec()
    }
}
